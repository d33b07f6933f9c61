using Microsoft.AspNetCore.WebUtilities;

namespace KhcnIoc.Web.Pages;

/// <summary>Changes single parts of an address and leaves the others.</summary>
internal static class AddressParts
{
    /// <param name="address">Path and query.</param>
    /// <param name="key">Name of the part.</param>
    /// <param name="value">Its new value; empty = take it out.</param>
    public static string With(string address, string key, string value)
    {
        var at = address.IndexOf('?', StringComparison.Ordinal);
        var path = at < 0 ? address : address[..at];
        var parts = at < 0 ? [] : QueryHelpers.ParseQuery(address[at..]).Where(p => p.Key != key).SelectMany(p => p.Value, (p, v) => KeyValuePair.Create(p.Key, v)).ToList();
        if (value.Length > 0) parts.Add(KeyValuePair.Create<string, string?>(key, value));
        return QueryHelpers.AddQueryString(path, parts);
    }
}
