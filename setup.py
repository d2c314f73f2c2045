"""What a wheel needs that does not lie in the package as it is written: translations, the style sheet, the samples."""

import shutil
import sys
from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py

SAMPLES = ("*.csv", "*.docx", "*.geojson", "*.toml", "*.txt", "*/plan.txt")


class BuildWhole(build_py):
    """Compiles the translations, puts the style sheet together, lays the samples into the package."""

    def run(self) -> None:
        sys.path.insert(0, "src")
        from loa.project.messages import compile_messages  # noqa: PLC0415  # found only from here on
        from loa.ui.stylesheet import compose  # noqa: PLC0415

        compile_messages(Path("src/loa"))
        compose()
        super().run()
        if not self.editable_mode:
            self._lay_samples(Path(self.build_lib) / "loa/project/demo/files")

    def _lay_samples(self, files: Path) -> None:
        for pattern in SAMPLES:
            for sample in Path("samples/demo").glob(pattern):
                target = files / sample.relative_to("samples/demo")
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(sample, target)


setup(cmdclass={"build_py": BuildWhole})
