"""What builders of plans produce: plain records by table."""

Rows = dict[str, list[dict[str, object]]]
