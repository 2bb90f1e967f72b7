"""The only home of rich: what every view looks like on a terminal."""
