using KhcnIoc.Core.Feeds;
using KhcnIoc.Core.Indicators;

namespace KhcnIoc.Core.Live;

/// <summary>How exact a figure is that is made of several.</summary>
internal static class Qualifiers
{
    /// <summary>Exact only from exact parts; bounds on one side stay a bound; all else is "about".</summary>
    public static ValueQualifier Combine(ValueQualifier left, ValueQualifier right)
    {
        if (left == right || right == ValueQualifier.Exact) return left;
        return left == ValueQualifier.Exact ? right : ValueQualifier.About;
    }
}
