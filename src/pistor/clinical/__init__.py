"""What is safe and sensible: pure Python without framework, database, file, network or clock.

Read in the order of the path: screening, planning, consent, booking, treatment, followup,
outcomes, maintenance. A step may import earlier ones, never later ones.
"""
