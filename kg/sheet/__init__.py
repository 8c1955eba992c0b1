"""Fact sheets: a pair of country lines -> plain values -> one HTML file in which every value says who says so."""

from kg.sheet.model import Sheet
from kg.sheet.read import read_sheet
from kg.sheet.render import render

__all__ = ["Sheet", "read_sheet", "render"]
