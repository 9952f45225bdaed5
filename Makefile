# make brochures   set everything up and write the PDFs to out/
# make test        set everything up and pass the tests
# make check       what CI runs: style, types, tests
# make gallery     draw the pictures of docs/ and write docs/gallery.md anew
# make bench       time Foldwell beside Typst, WeasyPrint and ReportLab Platypus
# make bench-many  time thousands of editions: 1,000, and with BENCH=--long 10,000
# make bench-lines weigh Foldwell's line breaks beside TeX's
# make clean       take away what the above have made
#
# GNU make 3.81 syntax, which is what a Mac has.

PYTHONS = python3.14 python3.13 python3.12 python3.11 python3
PYTHON  = .venv/bin/python
INSTALL = $(PYTHON) -m pip install --quiet --disable-pip-version-check --editable

brochures: .venv/ready
	@$(PYTHON) render.py build

test: .venv/ready-test
	@$(PYTHON) -m pytest

check: .venv/ready-test
	$(PYTHON) -m ruff check
	$(PYTHON) -m ruff format --check
	$(PYTHON) -m mypy
	$(PYTHON) -m pytest

gallery: .venv/ready
	@$(PYTHON) render.py preview --gallery docs

bench: .venv/ready-bench
	@$(PYTHON) -m benchmarks.bench $(BENCH)

bench-many: .venv/ready-bench
	@$(PYTHON) -m benchmarks.many $(BENCH)

bench-lines: .venv/ready
	@$(PYTHON) -m benchmarks.line_breaking $(BENCH)

clean:
	rm -rf .venv out build foldwell.egg-info .foldwell/made .foldwell/svg .foldwell/clinics .pytest_cache .mypy_cache .ruff_cache .hypothesis

# A stamp for each set of packages: younger than pyproject.toml, or it is installed again.
.venv/ready .venv/ready-test .venv/ready-bench: pyproject.toml $(PYTHON)
	@echo "Setting up Foldwell; the first time takes a minute or two …"
	@$(INSTALL) '.$(EXTRAS)' || { echo "Could not set up Foldwell: pip says why above." >&2; exit 1; }
	@$(PYTHON) -m compileall -q foldwell
	@touch $@

.venv/ready-test: EXTRAS = [test]
.venv/ready-bench: EXTRAS = [bench]

$(PYTHON):
	@sh -c "$$MAKE_VENV" -- $(PYTHONS)

# Debian and Ubuntu split venv and ensurepip from Python: only an interpreter that has both will do.
define MAKE_VENV
recent='import sys; sys.exit(sys.version_info < (3, 11))'
bare=
for python in "$$@"; do
    if "$$python" -c "import ensurepip, venv; $$recent" 2>/dev/null; then
        "$$python" -m venv --clear .venv && .venv/bin/python -m pip --version >/dev/null && exit
    elif [ -z "$$bare" ] && "$$python" -c "$$recent" 2>/dev/null; then
        bare=$$python
    fi
done

has() { command -v "$$1" >/dev/null 2>&1; }
sudo='sudo '; [ "$$(id -u)" = 0 ] && sudo=
if has apt-get; then
    package=$${bare:-python3}-venv
    if [ -z "$$bare" ]; then
        for python in "$$@"; do
            apt-cache show "$$python-venv" >/dev/null 2>&1 && package=$$python-venv && break
        done
    fi
    line="$${sudo}apt-get update && $${sudo}apt-get install -y $$package"
elif has dnf; then line="$${sudo}dnf install -y python3.12"
elif has pacman; then line="$${sudo}pacman -Sy --needed python"
elif has apk; then line="$${sudo}apk add python3"
elif has brew; then line='brew install python@3.13'
else line='install Python from https://www.python.org/downloads/'
fi
printf '%s\n' 'Foldwell needs Python 3.11 or newer with venv, and found none. This gets it:' '' "    $$line" '' >&2
exit 1
endef
export MAKE_VENV

.PHONY: brochures test check gallery bench bench-many bench-lines clean
