"""The evaluation: how good drawn pairs are, measured against the truth of the previz world.

    tales ──frames──▶ true frames, labels ──readers──▶ readers
    tales ──drawing──▶ drawn pairs, true pairs ──readers──▶ what is read ──measures──▶ report

In the world everything is known: which set it is, who is seen, and what everybody wears. Readers
that were trained on true frames tell how much of it is seen in drawn ones.
"""
