-- Nothing asks for an estate's findings of one item over all years; every finding wrote a page for it.
DROP INDEX finding_history;
