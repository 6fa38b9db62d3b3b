"""The program of the article's section 5.2, written anew so that it runs under TensorFlow 2.

Three things are mended and nothing else: placeholders and sessions come from `tf.compat.v1`, eager execution is off, and
the weight has two dimensions, as `tf.matmul` asks. Data and starting weight are given, so that others can be compared.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray


def train(
    x: NDArray[np.float64], y: NDArray[np.float64], start: float, learning_rate: float, epochs: int
) -> tuple[float, float]:
    """Build the graph, train, and return (weight, loss).

    Args:
        x: Shape (m,).
        y: Shape (m,).
        start: Where the weight begins.
        learning_rate: Of gradient descent on the mean square error.
        epochs: How often all samples are used.
    """
    import tensorflow

    tf: Any = tensorflow.compat.v1
    with tf.Graph().as_default(), tf.Session() as session:
        features = tf.placeholder(tf.float32, shape=[None, 1])
        targets = tf.placeholder(tf.float32, shape=[None, 1])
        theta = tf.Variable([[start]], dtype=tf.float32)
        loss = tf.reduce_mean(tf.square(tf.matmul(features, theta) - targets))
        step = tf.train.GradientDescentOptimizer(learning_rate).minimize(loss)
        given = {features: x[:, None], targets: y[:, None]}
        session.run(tf.global_variables_initializer())
        for epoch in range(epochs):
            session.run(step, feed_dict=given)
            if epoch % 100 == 0:
                session.run(loss, feed_dict=given)
        weight, reached = session.run([theta, loss], feed_dict=given)
    return float(weight[0, 0]), float(reached)
