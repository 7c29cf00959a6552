"""What callers whom nobody recognises may ask for, by address, so that guessing tokens costs the guesser and not us."""

from collections import OrderedDict
from dataclasses import dataclass, field

from app.domain.limits.buckets import Bucket
from app.domain.networks.login_throttles import place_of
from app.domain.networks.quotas import Quota

MOST_PLACES = 20_000
ANSWER_UNITS = 1
REFUSAL_UNITS = 5


@dataclass(slots=True)
class Strangers:
    """A bucket for each address (IPv6: each /64), kept by one process; the longest unseen is forgotten first."""

    quota: Quota
    places: OrderedDict[str, Bucket] = field(default_factory=OrderedDict)

    def wait(self, address: str, now: float) -> float:
        """Return for how many seconds this address has to wait; 0 when it has not."""
        if not self.places:
            return 0.0
        bucket = self.places.get(place_of(address))
        return bucket.wait(ANSWER_UNITS, now) if bucket is not None else 0.0

    def charge(self, address: str, units: int, now: float) -> Bucket:
        """Count an answer, beyond the quota too: whoever goes on waits the longer, up to one quota more."""
        place = place_of(address)
        bucket = self.places.get(place)
        if bucket is None:
            bucket = self.places[place] = Bucket(quota=self.quota, at=now)
            if len(self.places) > MOST_PLACES:
                self.places.popitem(last=False)
        self.places.move_to_end(place)
        bucket.settle(now)
        bucket.level = min(bucket.level + units, 2.0 * self.quota.units)
        return bucket
