"""What groups answered in a pulse: sums over people, never the answer of one."""
