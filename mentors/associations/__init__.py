"""Associations, companies and unions that take part: what they offer, who they are, whom we send to them.

A newcomer is sent on only with her own yes to that association, and the yes can be taken back at once.
"""
