"""Work in the background: what is to be done once, and what is to be done again and again.

Three calls are all that other rooms use:

- ``enqueue("mail.send", key=..., to=...)`` in the transaction that gives rise to the work: it is
  done if and only if that transaction commits;
- ``@task("mail.send")`` and ``@every(5, "audit.seal")`` in the room's ``tasks.py`` say what to do;
- ``effect(key)`` around what cannot be undone and must not happen twice.
"""
