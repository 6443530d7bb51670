"""The addresses, room by room: request to typed values, one call of a service, answer."""
