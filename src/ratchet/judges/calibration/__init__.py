"""Calibration: measuring a judge against people, and correcting its averages by what was found."""
