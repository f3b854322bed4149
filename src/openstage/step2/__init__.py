"""STEP2, the start-end frame-pair predictor: memory pack, dual encoding, sampling."""
