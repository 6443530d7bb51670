"""Signing in: password, second factor, passkey, single sign-on, invitations, own sessions."""
