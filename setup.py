"""Packaging builds the page and compiles the words first; all else is in pyproject.toml."""

import subprocess
import sys
from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py
from setuptools.command.sdist import sdist

ROOT = Path(__file__).parent


def build_page() -> None:
    """Build the page, where its sources are: a source distribution holds it built."""
    if (ROOT / "web").is_dir():
        subprocess.run([sys.executable, ROOT / "scripts" / "build-page"], check=True)  # noqa: S603 - our own script


def compile_words() -> None:
    """Compile what the product says in each language, so that an installed package need not."""
    sys.path.insert(0, str(ROOT / "src"))
    from stackways.words.message import LANGUAGES  # noqa: PLC0415 - of this very checkout
    from stackways.words.render import catalogue  # noqa: PLC0415

    for language in LANGUAGES:
        catalogue(language)


class BuildWithPage(build_py):
    """Builds the page and the words where they are to be copied; a checkout in place builds the page by `make page`."""

    def run(self) -> None:
        """Build."""
        if not self.editable_mode:
            build_page()
            compile_words()
            self.__dict__.pop("data_files", None)  # setuptools looks them up again
        super().run()


class SdistWithPage(sdist):
    """Builds the page before the files are listed."""

    def run(self) -> None:
        """Build."""
        build_page()
        compile_words()
        super().run()


setup(cmdclass={"build_py": BuildWithPage, "sdist": SdistWithPage})
