"""Tables as offices keep them, into catalogue files and out again: recognition, entry and curricula."""
