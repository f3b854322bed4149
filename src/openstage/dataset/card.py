"""The dataset's card, README.md: what it is, for people and for `datasets.load_dataset`."""

from __future__ import annotations

from openstage.dataset.manifest import SPLITS, TABLES, Manifest

_WORDS = (
    "A row of `clips` is a story of several shots: `storyboard` is the whole document of openstage "
    "as JSON, and of each shot there are the start and the end frame and frames between them with "
    "their times (0 is the start, 1 the end). `figures_start` and `figures_end` tell where the "
    "cast is, as boxes in shares of the frame, and the `colors` of hair, of what is worn above and "
    "of what is worn below (none of animals, empty where no name is near). A row of `preferences` "
    "is a pair of frames that is better than another for a shot. Train and test share no story. "
    "`dataset.json` has the checksum of every shard; `openstage dataset verify` looks at all of "
    "it, and `openstage dataset show` opens a clip."
)


def card_of(manifest: Manifest) -> str:
    about, parts = manifest.about, manifest.parts()
    return "\n".join(
        [
            *_header(manifest),
            f"# {about.title}",
            "",
            about.words,
            "",
            "| table | split | rows | size |",
            "|---|---|---|---|",
            *(f"| {p.table} | {p.split} | {p.rows} | {p.bytes / 1e6:.1f} MB |" for p in parts),
            "",
            f"Schema `{manifest.schema}`. {_WORDS}",
            "",
        ]
    )


def _header(manifest: Manifest) -> list[str]:
    """The YAML that the hub and `load_dataset` read. Files are named one by one: what a run that
    was cut off has left beside them is none of the dataset's."""
    about = manifest.about
    lines = ["---", f"pretty_name: {about.title}", f"license: {about.license}"]
    configs: list[str] = []
    for table in TABLES:
        files = {split: [s.name for s in manifest.of(table, split) if s.rows] for split in SPLITS}
        if any(files.values()):
            configs += [f"- config_name: {table}", "  data_files:"]
        for split, names in files.items():
            if names:
                configs += [f"  - split: {split}", "    path:", *(f"    - {n}" for n in names)]
    return [*lines, *(["configs:", *configs] if configs else []), "---", ""]
