"""From records to agreements: values shown and why, acts, periods of force, pairs. Pure; rebuilt byte for byte."""
