"""What is one of their records, where it is not one row of ours: visits, follow-ups, rows told of besides?

Duty: from the records as they stand in the file to rows of ours, as a profile says, each accounted for.
"""
