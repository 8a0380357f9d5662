DROP TABLE orgair.published_scores;
DROP TABLE orgair.runs;
