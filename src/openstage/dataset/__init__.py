"""ConStoryBoard: multi-shot clips with a start and an end frame for every shot, in one format.

    world ──make──▶ Clip ──row──▶ Parquet shards ──row──▶ Clip ──show──▶ project folder

A clip carries a storyboard, the very document of the program, and the pictures of its shots. The
columns beside it are drawn from it, so that one can search without opening it.
"""
