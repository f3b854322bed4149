"""Blocking: the words of a shot become places, bodies, gestures and things in hands."""
