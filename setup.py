"""Packaging builds the page first; all else is in pyproject.toml."""

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


class BuildWithPage(build_py):
    """Builds the page where it is to be copied; a checkout in place builds it by `make page`."""

    def run(self) -> None:
        """Build."""
        if not self.editable_mode:
            build_page()
            self.__dict__.pop("data_files", None)  # setuptools looks them up again
        super().run()


class SdistWithPage(sdist):
    """Builds the page before the files are listed."""

    def run(self) -> None:
        """Build."""
        build_page()
        super().run()


setup(cmdclass={"build_py": BuildWithPage, "sdist": SdistWithPage})
