"""Saved questions: what they ask, their typed parameters, and their answers as plain rows.

A question is `queries/NAME.rq` with its twin `NAME.cypher`: same parameters, columns, rows and order. What is known of
it is the header of the `.rq` file; nothing is written twice.
"""

from kg.ask.answer import Rows, ask, ask_cypher
from kg.ask.bind import bind
from kg.ask.question import Parameter, Question, describe, find, from_file, questions

__all__ = [
    "Parameter",
    "Question",
    "Rows",
    "ask",
    "ask_cypher",
    "bind",
    "describe",
    "find",
    "from_file",
    "questions",
]
