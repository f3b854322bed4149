"""Clips of the previz world: random stories, written, directed, staged and drawn.

    seed, number ──tale──▶ Fountain ──read──▶ Screenplay ──direct──▶ Storyboard ──draw──▶ Clip

A tale depends on its seed and its number alone, and a clip on its tale and the size of its frames:
any process makes the same of them, in any order, so that clips need no folder to come from.
"""
