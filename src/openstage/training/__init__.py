"""The film school: two-stage training of STEP2 (paper, section 3.3), and of the VAE under it.

    dataset ──prepare──▶ latents, text states, examples ──sft──▶ weights ──dpo──▶ weights
       └──────vae──────▶ VAE ──┘

`loop` runs any `Task`: what it trains, the loss of a step, and the weights that come out. All that
is random in a step follows from the seed and the step's number, so that a run that was killed and
resumed is the run that was not.
"""
