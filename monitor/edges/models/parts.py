"""What is missing in a model's folder, or plainly cut off, before an engine is asked to load it."""

from pathlib import Path

from monitor.edges.whisper.model import is_whisper_model, whisper_faults

NEW_LAYOUT = ("am/final.mdl", "conf/mfcc.conf", "conf/model.conf")
OLD_LAYOUT = ("final.mdl", "mfcc.conf")
"""Of models from before 2019, all files in one folder."""
IVECTOR = ("final.ie", "final.dubm", "final.mat", "global_cmvn.stats", "online_cmvn.conf", "splice.conf")
STATIC = "HCLG.fst"
DYNAMIC = ("HCLr.fst", "Gr.fst", "disambig_tid.int")
FST_MAGIC = (2125659606).to_bytes(4, "little")
"""How every graph begins."""


def model_faults(folder: Path) -> list[str]:
    """What a Vosk or Whisper model lacks, in words; empty where nothing is seen to be wrong."""
    if is_whisper_model(folder):
        return whisper_faults(folder)
    new = (folder / "am" / "final.mdl").is_file()
    graph = folder / "graph" if new else folder
    wanted = [*(NEW_LAYOUT if new else OLD_LAYOUT), *_graph_files(graph, folder)]
    if (folder / "ivector").is_dir():
        wanted += [f"ivector/{name}" for name in IVECTOR]
    return [fault for path in wanted if (fault := _fault(folder, path))]


def _graph_files(graph: Path, folder: Path) -> list[str]:
    """One big graph, or two that are put together while decoding."""
    static = graph / STATIC
    names = (STATIC,) if static.exists() or not any((graph / name).exists() for name in DYNAMIC) else DYNAMIC
    return [(graph / name).relative_to(folder).as_posix() for name in names]


def _fault(folder: Path, path: str) -> str:
    file = folder / path
    if not file.is_file():
        return f"{path} is missing"
    if not file.stat().st_size:
        return f"{path} is empty"
    with file.open("rb") as opened:
        begins = opened.read(len(FST_MAGIC))
    return f"{path} is damaged" if path.endswith(".fst") and begins != FST_MAGIC else ""
