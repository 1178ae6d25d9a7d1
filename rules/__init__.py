"""What is decided: recognition rules, requirement trees, holdings, decisions. Knows no database and no web."""
