"""How deliveries that were put in line by hand make their lines due, in the words of SQL that both ways share."""


def line_up(at: str) -> str:
    """Write the end of a statement whose `placed` names the deliveries (webhook_id, stream_id, seq) put in line.

    A line is due at once when one of them became its head; else it goes on waiting for the head that it had. A lease
    is kept: who holds it may still acknowledge, and then finds what was put there.
    """
    return f"""
    INSERT INTO webhook_streams (network_id, webhook_id, stream_id, due_at)
    SELECT $1, webhook_id, stream_id, {at} FROM placed
    GROUP BY webhook_id, stream_id ORDER BY webhook_id, stream_id
    ON CONFLICT (network_id, webhook_id, stream_id) DO UPDATE SET due_at = CASE
        WHEN webhook_streams.lease_id IS NOT NULL THEN webhook_streams.due_at
        WHEN (
            SELECT min(d.seq) FROM webhook_deliveries d
            WHERE d.network_id = excluded.network_id AND d.webhook_id = excluded.webhook_id
                AND d.stream_id = excluded.stream_id AND d.state = 'waiting'
        ) < (SELECT min(p.seq) FROM placed p WHERE p.stream_id = excluded.stream_id)
        THEN webhook_streams.due_at ELSE excluded.due_at
    END
    """  # noqa: S608 - our own texts
