"""The parts of the linear regression demo: data, gradient descent, charts, findings and listings."""
