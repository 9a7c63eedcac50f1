"""Bytes to letter and back: parse anything, hide who wrote it, compose anew, read bounces and auto-replies. Pure."""
