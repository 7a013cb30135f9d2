"""Pairing a whole pool at once: the best set of pairs there is, proven, and why everyone else still waits.

Pure: rows in, plan and certificate out. Nothing here knows Flask, a database or a clock. The way through:
`facts` and `settings` say what is asked, `encoding` and `kernels` weigh all pairs, `solving` finds the best
set with integer prices that prove it, `checking` proves it again in another way, `reasons`, `funnels`,
`blockers` and `recruiting` put it into words. `docs/pairing.md` tells it to a coordinator.
"""
