using KhcnIoc.Core.Indicators;

namespace KhcnIoc.Web.Views;

/// <summary>What the header says of the feeds.</summary>
/// <param name="WorstFeedName">Short name of the most overdue feed; <see langword="null"/> = all are on time.</param>
/// <param name="WorstState">Its state.</param>
/// <param name="Overdue">How far it is past due.</param>
public sealed record HeaderState(string? WorstFeedName, DataState WorstState, TimeSpan Overdue);
