"""What is decided: recognition rules, requirement trees and awards, without database or web."""
