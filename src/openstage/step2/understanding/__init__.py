"""Unified understanding, U_i = E_mu(F_{i-1}^E, D_i, C_i): text and picture become text states.

ShotContext ──message──▶ text ──template──▶ tokens ──encoder──▶ TextStates
previous end frame ──────────────pictures──▶ tokens ──┘
"""
