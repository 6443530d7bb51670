"""Eight stories of how alignment really fails, one module each.

A story first adds its goals (``goals``), then, once everybody has work and every link stands, what
happened around them (``events``).
"""
