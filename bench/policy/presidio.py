"""Microsoft Presidio over texts, in an interpreter that has it: JSON in, seconds out. Knows nothing of the project.

Its recognisers run on a blank spaCy pipeline: names of people need a trained one, which comes from a network; patterns,
numbers and addresses, which is what a marketplace asks for, do not.
"""

from __future__ import annotations

import json
import sys
import time
from typing import Any

import spacy
import tldextract
from presidio_analyzer import AnalyzerEngine
from presidio_analyzer.nlp_engine import SpacyNlpEngine


class Blank(SpacyNlpEngine):
    """Words without a trained model."""

    def __init__(self) -> None:
        super().__init__(models=[{"lang_code": "en", "model_name": "blank"}])
        self.nlp: dict[str, Any] = {"en": spacy.blank("en")}

    def load(self) -> None:
        """Nothing to fetch."""


def main() -> None:
    """Judge every text of standard input once to warm up and once to measure; print the seconds of each."""
    tldextract.tldextract.TLD_EXTRACTOR = tldextract.TLDExtract(suffix_list_urls=(), cache_dir=None)
    engine = AnalyzerEngine(nlp_engine=Blank(), supported_languages=["en"])
    seconds = []
    for text in json.load(sys.stdin):
        engine.analyze(text, language="en")
        begun = time.process_time()
        engine.analyze(text, language="en")
        seconds.append(time.process_time() - begun)
    json.dump(seconds, sys.stdout)


if __name__ == "__main__":
    main()
