"""Takes the TypeScript out of the guide to webhooks, so that a compiler and Node can judge what readers copy."""

import re
from pathlib import Path

GUIDE = Path("docs/guides/webhooks.md")
BESIDE = Path(__file__).with_name("typescript") / "webhook.ts"

found = re.findall(r"^```typescript\n(.*?)^```$", GUIDE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
assert found, f"{GUIDE} shows no TypeScript"
BESIDE.write_text("\n".join(found), encoding="utf-8")
