"""CTDL, the language of the Credential Registry: into catalogue files and out, with a report of what is lost."""
