# make run: the page.  make test: the tests.  Both make .venv where it is missing.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --disable-pip-version-check --quiet --constraint constraints.txt
STREAMLIT_FLAGS ?=

.PHONY: run test browser proxies test-local-model lint bench vectors pictures readme heads screenshots clean

run: $(VENV)/installed
	$(BIN)/streamlit run streamlit_app.py $(STREAMLIT_FLAGS)

test: browser
	$(BIN)/python -m pytest --numprocesses auto --maxprocesses 4 --dist loadfile --ignore tests/browser --ignore tests/load
	$(BIN)/python -m pytest --numprocesses auto --maxprocesses 2 --dist loadfile tests/browser
	$(BIN)/python -m pytest tests/load

# Sees to a browser for the tests: one that is there, Playwright's download, or the system's package.
browser: $(VENV)/installed-test
	@$(BIN)/python -m scripts.install_browser

# Sees to nginx and Caddy, before which tests try the page; without them these tests are left out.
proxies: $(VENV)/installed-test
	$(BIN)/python -m scripts.install_proxies

# Fetches the language model (1.1 GB) where it is not there yet, and asks it.
test-local-model: $(VENV)/installed-test
	$(BIN)/pm-coach model pull
	$(BIN)/python -m pytest tests/local_model -s

lint: $(VENV)/installed-test $(VENV)/installed-lint
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/deptry .

# With TensorFlow beside it (pip install ".[bench-tensorflow]"), the article's own program is timed as well.
bench: browser
	$(BIN)/pm-coach model pull
	$(BIN)/python -m pytest tests/bench --benchmark-only --benchmark-columns=min,median,max,rounds -s

# The shipped vectors of the study edition and of the demos' samples; run it after a change to either.
vectors: $(VENV)/installed
	$(BIN)/python -m scripts.write_vectors
	$(BIN)/python -m scripts.write_demo_vectors

# The pictures of the demos, each of a run at its defaults; run it after a change to how a demo's first chart is built.
pictures: $(VENV)/installed-test
	$(BIN)/python -m scripts.write_pictures

# The tables of the demos in the READMEs; run it after a change to a demo's name, decision or sections.
readme: $(VENV)/installed
	$(BIN)/python -m scripts.write_demo_tables

# The heads that hear what a message wants; run it after a change to the examples of assistant/understanding/acts/.
heads: $(VENV)/installed-test
	$(BIN)/python -m assistant.understanding.training

screenshots: browser
	$(BIN)/python -m tests.browser.screenshots

clean:
	rm -rf $(VENV) build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis .benchmarks

$(VENV)/installed: pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	@echo "Installing PM Coach; the first time takes some minutes …"
	$(BIN)/python -m scripts.install_torch
	$(PIP) --editable .
	@touch $@

$(VENV)/installed-test: $(VENV)/installed
	$(PIP) --editable ".[test,local]"
	@touch $@

$(VENV)/installed-lint: $(VENV)/installed
	$(PIP) --editable ".[lint]"
	@touch $@
