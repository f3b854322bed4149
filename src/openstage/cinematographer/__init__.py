"""The cinematographers: each fills the motion between the two frames of a shot."""
