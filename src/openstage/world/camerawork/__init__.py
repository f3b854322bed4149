"""Camera work: sizes, angles, framings and movements become real cameras and real paths."""
