"""Pure arithmetic on plain numbers: progress, methods, verdicts, forecasts. Nothing but the standard library."""
