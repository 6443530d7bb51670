"""Plan files into the record and out of it: preview, import, quarantine, undo, export.

    seen = preview(read_plan(path), actor=person)
    if not seen.problems:
        made = apply(seen, reason="the yearly plan")
    undo(made, actor=person)
    document = document_of()

The functions live in modules of their own names, and are imported from there:
``exchange.preview``, ``exchange.applying``, ``exchange.undoing``, ``exchange.export``.
"""
