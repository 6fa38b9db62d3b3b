"""The Streamlit pages, and what they are made of.

`pages` holds a script a page; what each shows is in `chat`, `library`, `demos` and `settings`, what stands around all of
them in `frame` and `conversations`. `session` is what they share, `running` and `warming` work in the background, `texts`
is what they say, `style` how they look, and `bridge` speaks with the browser.
"""
