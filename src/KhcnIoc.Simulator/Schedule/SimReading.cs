using KhcnIoc.Simulator.Values;

namespace KhcnIoc.Simulator.Schedule;

/// <summary>One value ready to be sent. Its id is fixed when it is planned, so that a retry sends the same one.</summary>
/// <param name="Agency">Empty = the whole area.</param>
/// <param name="Restated">The period ended before the merged province existed.</param>
internal sealed record SimReading(string Id, string Indicator, string Area, string Agency, SimPeriod Period, decimal Value, decimal? Weight, bool Restated);
