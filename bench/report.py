"""Table, JSON and drawing of what ./run bench measured."""
import json
import statistics
from xml.sax.saxutils import escape


def median(values):
    return statistics.median(values) if values else None


def spread(values):
    """(largest - smallest) / median"""
    return (max(values) - min(values)) / median(values) if values and median(values) else 0.0


def figure(value, unit):
    if value is None:
        return "–"
    if unit in ("/s",):
        return f"{value:,.0f}/s"
    if unit == "×":
        return f"{value:.2f} ×"
    if unit == "%":
        return f"{value * 100:.0f} %"
    return f"{value:,.2f} {unit}" if abs(value) < 100 else f"{value:,.0f} {unit}"


class Report:
    def __init__(self):
        self.rows, self.rounds, self.growth, self.notes, self.machine = [], {}, [], [], {}

    def add(self, name, value, unit, goal=None, least=True, reference=None, reference_unit=None, goal_ratio=None, ratio=None):
        """`least`: the goal is a lower bound. `goal_ratio`: share of the reference to be reached at least."""
        if ratio is None and reference and value is not None:
            ratio = value / reference
        met = []
        if goal is not None and value is not None:
            met.append(value >= goal if least else value <= goal)
        if goal_ratio is not None and ratio is not None:
            met.append(ratio >= goal_ratio)
        self.rows.append({"name": name, "value": value, "unit": unit, "goal": goal, "least": least, "reference": reference, "reference_unit": reference_unit or unit,
                          "ratio": ratio, "goal_ratio": goal_ratio, "met": all(met) if met else None})

    def note(self, text):
        self.notes.append(text)
        print(f"  note: {text}", flush=True)

    def goal_text(self, row):
        parts = []
        if row["goal"] is not None:
            parts.append(("≥ " if row["least"] else "≤ ") + figure(row["goal"], row["unit"]))
        if row["goal_ratio"] is not None:
            parts.append("≥ " + figure(row["goal_ratio"], "%") + " of the reference")
        return ", ".join(parts) or "–"

    def table(self):
        lines = [["what", "goal", "measured", "reference", "ratio", "met"]]
        for row in self.rows:
            lines.append([row["name"], self.goal_text(row), figure(row["value"], row["unit"]), figure(row["reference"], row["reference_unit"]),
                          "–" if row["ratio"] is None else f"{row['ratio']:.2f}", {True: "yes", False: "NO", None: "–"}[row["met"]]])
        widths = [max(len(line[i]) for line in lines) for i in range(6)]
        return "\n".join("  ".join(cell.ljust(width) for cell, width in zip(line, widths)).rstrip() for line in lines)

    def write(self, folder):
        (folder / "report.json").write_text(json.dumps({"machine": self.machine, "notes": self.notes, "rows": self.rows, "rounds": self.rounds, "growth": self.growth}, ensure_ascii=False, indent=1) + "\n")
        (folder / "report.svg").write_text(self.drawing())

    def drawing(self):
        """One bar a row: how far the goal is reached, cut at three times the goal; the line is the goal."""
        rows = [row for row in self.rows if row["value"] is not None and (row["goal"] or row["goal_ratio"])]
        width, left, line, full = 900, 390, 24, 130
        out = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {line * len(rows) + 60}" font-family="sans-serif" font-size="12">',
               f'<rect width="100%" height="100%" fill="#fff"/><text x="10" y="20" font-size="14">Measured against the goal (line: the goal; green: met)</text>']
        for i, row in enumerate(rows):
            shares = []
            if row["goal"]:
                shares.append(row["value"] / row["goal"] if row["least"] else (row["goal"] / row["value"] if row["value"] else 3))
            if row["goal_ratio"] and row["ratio"] is not None:
                shares.append(row["ratio"] / row["goal_ratio"])
            share = min(min(shares, default=0), 3)
            y = 36 + i * line
            out.append(f'<text x="{left - 8}" y="{y + 13}" text-anchor="end">{escape(row["name"])}</text><rect x="{left}" y="{y}" width="{max(share * full, 1):.0f}" height="16" fill="{"#2e7d4f" if row["met"] else "#b3412f"}"/>'
                       f'<text x="{left + max(share * full, 1) + 6:.0f}" y="{y + 13}">{escape(figure(row["value"], row["unit"]))}</text>')
        out.append(f'<line x1="{left + full}" y1="30" x2="{left + full}" y2="{36 + line * len(rows)}" stroke="#222" stroke-dasharray="4 3"/></svg>')
        return "\n".join(out) + "\n"
