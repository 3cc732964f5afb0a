-- A card and a list read one estate's findings in the order of their ids. Without these the sorted index of the whole year was walked.
CREATE INDEX finding_card ON finding (evaluation_id, estate_id, id);
CREATE INDEX finding_of_estate ON finding (estate_id, id);
DROP INDEX finding_estate;
